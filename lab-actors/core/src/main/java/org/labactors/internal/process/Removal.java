package org.labactors.internal.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Removes a folder and all that is in it, folders from which a program took its permissions too. A
 * symbolic link is removed, and nothing that it leads to.
 */
public final class Removal extends SimpleFileVisitor<Path> {

  private Removal() {}

  /**
   * Removes a folder.
   *
   * @throws IOException if something of it stays
   */
  public static void of(Path folder) throws IOException {
    Files.walkFileTree(folder, new Removal());
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    if (!Files.isWritable(folder) || !Files.isExecutable(folder)) {
      permitAll(folder);
    }
    return FileVisitResult.CONTINUE;
  }

  /** A folder that may not be read is seen here only: it is opened before it is visited. */
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
    if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) || Files.isReadable(file)) {
      throw failure;
    }
    permitAll(file);
    if (!Files.isReadable(file)) {
      throw failure;
    }
    of(file);
    return FileVisitResult.CONTINUE;
  }

  private static void permitAll(Path folder) {
    File it = folder.toFile();
    boolean unused = it.setReadable(true) && it.setWritable(true) && it.setExecutable(true);
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    Files.delete(file);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
      throws IOException {
    if (failure != null) {
      throw failure;
    }
    Files.delete(folder);
    return FileVisitResult.CONTINUE;
  }
}
