package org.labactors.internal.sqlite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the mounts of this machine mean for a file that is to be written. */
final class MountedFiles {

  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final int MOUNT_POINT = 4;
  private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

  /** Types of file systems that other machines may have mounted too, but those of FUSE. */
  private static final Set<String> SHARED =
      Set.of(
          "nfs",
          "nfs3",
          "nfs4",
          "cifs",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "afpfs",
          "webdav",
          "afs",
          "openafs",
          "auristorfs",
          "coda",
          "ncpfs",
          "ncp",
          "9p",
          "v9fs",
          "virtiofs",
          "vboxsf",
          "prl_fs",
          "vmhgfs",
          "ceph",
          "lustre",
          "gpfs",
          "beegfs",
          "panfs",
          "pvfs2",
          "orangefs",
          "glusterfs",
          "gfs2",
          "ocfs2",
          "davfs",
          "davfs2",
          "acfs",
          "wekafs");

  private MountedFiles() {}

  /** Whether a file itself, and not only a folder above it, is mounted where it is. */
  static boolean isMountedAlone(Path real) {
    return isMountPoint(real, mounts());
  }

  private static String mounts() {
    try {
      return Files.readString(MOUNTS, StandardCharsets.ISO_8859_1);
    } catch (IOException notLinux) {
      return "";
    }
  }

  /**
   * Whether a file is a mount point.
   *
   * @param mounts lines as in {@code /proc/self/mountinfo}, each byte a character
   */
  static boolean isMountPoint(Path real, String mounts) {
    return mounts
        .lines()
        .map(line -> line.split(" ", -1))
        .filter(words -> words.length > MOUNT_POINT)
        .map(words -> ESCAPE.matcher(words[MOUNT_POINT]).replaceAll(MountedFiles::unescaped))
        .map(
            point ->
                new String(point.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
        .anyMatch(real.toString()::equals);
  }

  private static String unescaped(MatchResult escape) {
    char meant = (char) Integer.parseInt(escape.group(1), 8);
    return Matcher.quoteReplacement(String.valueOf(meant));
  }

  /** The type of the file system of a folder if other machines may write there too. */
  static Optional<String> sharedBy(Path folder) {
    try {
      return Optional.of(Files.getFileStore(folder).type()).filter(MountedFiles::isShared);
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }

  /** Whether a file system of a type may be that of other machines too. */
  static boolean isShared(String type) {
    String known = type.toLowerCase(Locale.ROOT);
    return SHARED.contains(known) || known.equals("fuse") || known.startsWith("fuse.");
  }
}
