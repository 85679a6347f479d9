package org.labactors.command;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.labactors.internal.process.Removal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one trial, in the system's folder for temporary files. It is removed with all that
 * is in it, whatever came of the trial: a study of which every trial fails must not fill the disk.
 */
final class Scratch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);

  /**
   * No program is started while a file is open for writing: the new process would hold it open for
   * a moment, and Linux starts no program whose file is open for writing ("text file busy").
   */
  private static final ReentrantReadWriteLock FILES_OR_STARTS = new ReentrantReadWriteLock(true);

  /** The script that starts the program. */
  static final String START = "start";

  /** The file with what a program prints beside its answers. */
  static final String PRINTED = "printed";

  private final Path all;

  private Scratch(Path all) {
    this.all = all;
  }

  /** A new folder with these files in it. */
  static Scratch with(List<Attachment> files) throws IOException {
    Scratch scratch = new Scratch(Files.createTempDirectory("lab-trial-").toRealPath());
    Files.createDirectory(scratch.folder());
    try {
      put(files, scratch.folder());
    } catch (IOException | RuntimeException failure) {
      scratch.close();
      throw failure;
    }
    return scratch;
  }

  /** Puts files into a folder. */
  static void put(List<Attachment> files, Path folder) throws IOException {
    if (files.isEmpty()) {
      return;
    }
    Lock writing = FILES_OR_STARTS.writeLock();
    writing.lock();
    try {
      for (Attachment file : files) {
        file.putInto(folder);
      }
    } finally {
      writing.unlock();
    }
  }

  /** Starts a program; returns when it is running. */
  static Process start(ProcessBuilder builder) throws IOException {
    Lock starting = FILES_OR_STARTS.readLock();
    starting.lock();
    try {
      return builder.start();
    } finally {
      starting.unlock();
    }
  }

  /** Where the program runs. */
  Path folder() {
    return all.resolve("work");
  }

  /** Where {@link #START} is. */
  Path start() {
    return all.resolve(START);
  }

  /** Where what a program prints is collected that stays. */
  Path printed() {
    return all.resolve(PRINTED);
  }

  /** Puts a file beside the folder. */
  void bring(String name, byte[] content) throws IOException {
    Files.write(all.resolve(name), content);
  }

  @Override
  public void close() {
    remove(all);
  }

  /** Removes a folder and what is in it, if it is there. */
  static void remove(Path folder) {
    try {
      if (!isRemovedEmpty(folder)) {
        Removal.of(folder);
      }
    } catch (IOException stays) {
      LOG.warn("The folder of a trial cannot be removed: {}", stays.toString());
    }
  }

  private static boolean isRemovedEmpty(Path folder) throws IOException {
    try {
      return Files.deleteIfExists(folder) || Files.notExists(folder);
    } catch (DirectoryNotEmptyException full) {
      return false;
    }
  }
}
