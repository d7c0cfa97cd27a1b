"""What the operating system says stands in the way of a file or a connection, in both languages."""

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
    errno.ECONNREFUSED: Text("ingen server svarer der", "no server answers there"),
    errno.ECONNRESET: Text("forbindelsen blev afbrudt", "the connection was cut off"),
    errno.EPIPE: Text("forbindelsen blev afbrudt", "the connection was cut off"),
    errno.EHOSTUNREACH: Text("serveren kan ikke nås", "the server cannot be reached"),
    errno.ENETUNREACH: Text("nettet kan ikke nås", "the network cannot be reached"),
    errno.ETIMEDOUT: Text("der kom intet svar i tide", "no answer came in time"),
    errno.ELOOP: Text("stien går i ring", "the path goes round in a circle"),
}


def obstacle(error: OSError) -> Text:
    """Why *error* arose, as the end of a sentence; what the system itself says where the project has no word for it."""
    said = error.strerror or str(error)
    number = errno.ETIMEDOUT if isinstance(error, TimeoutError) else error.errno
    return _SAID.get(number or 0, Text(said, said))
