/* The licences of what is in the bundle, by package: printed. */
import { readFileSync, readdirSync } from "node:fs";
import { execFileSync } from "node:child_process";

const paths = execFileSync("npm", ["ls", "--all", "--parseable", "--omit=dev"], { encoding: "utf8" });
const folders = [...new Set(paths.split("\n").slice(1).filter(Boolean))].sort();
const told = folders.map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? readFileSync(`${folder}/${file}`, "utf8").trim() : `Licence: ${license}`;
  return [name, `${name} ${version} (${license})\n\n${text}\n`];
});
told.sort(([one], [other]) => (one < other ? -1 : 1));
console.log("editor.js is a bundle of the editor of strategigraf (MIT) and of these packages:\n");
console.log(told.map(([, text]) => text).join(`\n${"-".repeat(80)}\n\n`));
