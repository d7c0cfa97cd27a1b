"""The national matrix and the coverage of the SDGs, from the Parquet of `strategigraf export parquet`, by Spark.

    spark-submit national_matrix.py PARQUET RESULT [KIND]

PARQUET and RESULT are folders that every executor reaches (a shared disk, HDFS, an object store); KIND is the kind of
the rows (Initiative). RESULT gets `matrix` (for each SDG target how many strategies and elements contribute to it, and
the marks on each basis) and `coverage` (for each strategy how many elements contribute themselves, only by inheritance,
or not at all), both as CSV with a heading.
"""

import sys

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

NS = "https://w3id.org/strategigraf/ns#"
BASES = ("Stated", "Named", "Interpreted", "Inherited")


def matrix(elements: DataFrame, claims: DataFrame) -> DataFrame:
    """For each target: strategies, elements, marks, and marks on each basis."""
    of_basis = [F.sum((F.col("basis") == NS + basis).cast("int")).alias(basis.lower()) for basis in BASES]
    marks = claims.join(elements, ["strategy", "element"])
    counted = [
        F.countDistinct("strategy").alias("strategies"),
        F.countDistinct("element").alias("rows"),
        F.count("*").alias("marks"),
    ]
    return marks.groupBy("target").agg(*counted, *of_basis).orderBy("target")


def coverage(elements: DataFrame, claims: DataFrame) -> DataFrame:
    """For each strategy: elements, and how many of them have a claim of their own, inherited ones only, none."""
    own = F.max((F.col("basis") != NS + "Inherited").cast("int")).alias("own")
    standing = claims.groupBy("strategy", "element").agg(own)
    joined = elements.join(standing, ["strategy", "element"], "left")
    return (
        joined.groupBy("strategy")
        .agg(
            F.count("*").alias("rows"),
            F.sum(F.coalesce("own", F.lit(0))).alias("own"),
            F.sum((F.col("own") == 0).cast("int")).alias("inherited_only"),
            F.sum(F.col("own").isNull().cast("int")).alias("none"),
        )
        .na.fill(0)
        .orderBy("strategy")
    )


def main(source: str, result: str, kind: str = "Initiative") -> None:
    """Writes both tables."""
    spark = SparkSession.builder.appName("national matrix").getOrCreate()
    elements = spark.read.parquet(f"{source}/elements").where(F.col("kind") == NS + kind)
    elements = elements.select("strategy", "element").distinct()
    targets = spark.read.parquet(f"{source}/targets").select("target")
    claims = spark.read.parquet(f"{source}/claims").join(F.broadcast(targets), "target")
    matrix(elements, claims).coalesce(1).write.mode("overwrite").csv(f"{result}/matrix", header=True)
    coverage(elements, claims).coalesce(1).write.mode("overwrite").csv(f"{result}/coverage", header=True)
    print("executors:", spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
