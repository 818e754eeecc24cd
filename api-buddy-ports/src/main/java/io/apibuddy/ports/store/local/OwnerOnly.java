package io.apibuddy.ports.store.local;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** How files are made that only their owner may see, where the system knows permissions. */
public final class OwnerOnly {
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private OwnerOnly() {}

  /** Returns the attributes of a new file. */
  public static FileAttribute<?>[] file() {
    return permissions("rw-------");
  }

  /** Returns the attributes of a new file that can be run. */
  public static FileAttribute<?>[] program() {
    return permissions("rwx------");
  }

  /** Returns the attributes of a new directory. */
  public static FileAttribute<?>[] directory() {
    return permissions("rwx------");
  }

  /** Closes an existing directory to all but its owner and group, where permissions can say so. */
  public static void closeToOthers(Path directory) {
    try {
      Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(directory);
      if (allowed.removeAll(OTHERS)) {
        Files.setPosixFilePermissions(directory, allowed);
      }
    } catch (IOException | UnsupportedOperationException e) {
      // It is another's who lets us write to it, or the file system knows no permissions.
    }
  }

  private static FileAttribute<?>[] permissions(String permissions) {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
