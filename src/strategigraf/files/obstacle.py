"""What the operating system says stands in the way of a file, in both languages."""

import errno

from strategigraf.values.text import Text

_SAID = {
    errno.EACCES: Text("adgangen er nægtet", "access is denied"),
    errno.EPERM: Text("adgangen er nægtet", "access is denied"),
    errno.EBUSY: Text("et andet program holder filen", "another program holds the file"),
    errno.EROFS: Text("disken kan kun læses", "the disk is read-only"),
    errno.EISDIR: Text("det er en mappe", "it is a folder"),
    errno.EEXIST: Text("der ligger en fil med det navn", "there is a file with that name"),
    errno.ENOENT: Text("den findes ikke", "it is not there"),
    errno.ENOTDIR: Text("en del af stien er ikke en mappe", "a part of the path is no folder"),
    errno.ENAMETOOLONG: Text("navnet er for langt", "the name is too long"),
    errno.ENOSPC: Text("der er ikke plads på disken", "there is no room on the disk"),
    errno.EDQUOT: Text("kvoten på disken er brugt", "the quota on the disk is used up"),
    errno.EFBIG: Text("filen bliver for stor", "the file becomes too large"),
    errno.EBADF: Text("den er lukket", "it is closed"),
    errno.EIO: Text("disken melder fejl", "the disk reports an error"),
    errno.EMFILE: Text("der er for mange åbne filer", "too many files are open"),
    errno.ELOOP: Text("stien går i ring", "the path goes round in a circle"),
}


def obstacle(error: OSError) -> Text:
    """Why *error* arose, as the end of a sentence; what the system itself says where the project has no word for it."""
    said = error.strerror or str(error)
    return _SAID.get(error.errno or 0, Text(said, said))
