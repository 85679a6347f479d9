package org.labactors.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.labactors.internal.text.SystemText;

/** The files that a name stands for: one file, a folder, or a pattern. */
public final class AttachedFiles {

  /** How many files there may be. */
  static final int MOST = 1000;

  private static final Pattern WILD = Pattern.compile("[*?\\[{]");

  private AttachedFiles() {}

  /**
   * The files of a name, as they are now. What is below the folder that names are relative to keeps
   * its path; of what is elsewhere, the folders before the file, the folder or the pattern are left
   * out.
   *
   * @param name a file, a folder, or a pattern
   * @param place where files are: a function from names to paths
   * @throws IllegalArgumentException if there is none, there are too many, or one cannot be read
   */
  public static List<Attachment> named(String name, Function<String, Path> place) {
    Matcher wild = WILD.matcher(name);
    Path path = place.apply(name);
    if (Files.isDirectory(path)) {
      return read(below(path, inTrial(name), ""));
    }
    if (wild.find() && !Files.exists(path)) {
      return matching(name, name.lastIndexOf('/', wild.start()) + 1, place);
    }
    if (!Files.exists(path)) {
      throw new IllegalArgumentException("there is no such file: " + path);
    }
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException("is neither a file nor a folder: " + path);
    }
    return List.of(Attachment.read(inTrial(name).toString(), path));
  }

  /**
   * The files of a pattern.
   *
   * @param fixed how many of its characters are the names of folders without stars
   */
  private static List<Attachment> matching(
      String pattern, int fixed, Function<String, Path> place) {
    String folderName = pattern.substring(0, fixed);
    Path folder = place.apply(folderName);
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("there is no such folder: " + folder);
    }
    Map<String, Path> files = below(folder, below(folderName), pattern.substring(fixed));
    if (files.isEmpty()) {
      throw new IllegalArgumentException("no file is called so in " + folder.toAbsolutePath());
    }
    return read(files);
  }

  /** What a folder of this name is called in the folder of a trial; nothing if it is elsewhere. */
  private static Path below(String name) {
    Path path = SystemText.path(name).normalize();
    return path.isAbsolute() || path.startsWith("..") ? Path.of("") : path;
  }

  /** What a file or a folder of this name is called in the folder of a trial. */
  private static Path inTrial(String name) {
    Path path = SystemText.path(name).normalize();
    return below(name).toString().isEmpty() && path.getFileName() != null
        ? path.getFileName()
        : path;
  }

  /**
   * The files below a folder by their names in the folder of a trial.
   *
   * @param glob which of them; all if it is empty
   */
  private static Map<String, Path> below(Path folder, Path prefix, String glob) {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      PathMatcher matcher = matcher(glob);
      for (Path file : (Iterable<Path>) all::iterator) {
        Path name = folder.relativize(file);
        if (!isHidden(name) && matcher.matches(name) && Files.isRegularFile(file)) {
          files.put(prefix.resolve(name).toString(), file);
        }
        if (files.size() > MOST) {
          throw new IllegalArgumentException(tooMany());
        }
      }
      return files;
    } catch (IOException | UncheckedIOException unreadable) {
      throw new IllegalArgumentException("cannot be read: " + unreadable, unreadable);
    }
  }

  private static PathMatcher matcher(String glob) {
    try {
      return glob.isEmpty()
          ? file -> true
          : FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException wrong) {
      throw new IllegalArgumentException(
          "is no pattern of names: " + wrong.getDescription() + "; write data/*.csv", wrong);
    }
  }

  private static boolean isHidden(Path name) {
    for (Path part : name) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static List<Attachment> read(Map<String, Path> files) {
    List<Attachment> attachments = new ArrayList<>();
    long bytes = 0;
    for (Map.Entry<String, Path> file : files.entrySet()) {
      Attachment attachment = Attachment.read(file.getKey(), file.getValue());
      bytes += attachment.content().size();
      if (bytes > Command.MOST_ATTACHED) {
        throw new IllegalArgumentException(Command.tooLarge(bytes));
      }
      attachments.add(attachment);
    }
    if (attachments.isEmpty()) {
      throw new IllegalArgumentException("there is no file in this folder");
    }
    return attachments;
  }

  /**
   * The files of a study; the contents that are too much for its text are apart from it.
   *
   * @throws IllegalArgumentException if they are too many or too large, or two have one name
   */
  public static List<Attachment> checked(List<Attachment> files) {
    checkFiles(files);
    return stored(files);
  }

  /** Takes the contents apart from the text that are too much for it. */
  private static List<Attachment> stored(List<Attachment> files) {
    List<Attachment> all = new ArrayList<>();
    long inline = 0;
    for (Attachment file : files) {
      boolean fits =
          file.content() instanceof FileContent.Inline
              && inline + file.content().size() <= Command.MOST_INLINE;
      inline += fits ? file.content().size() : 0;
      all.add(fits ? file : file.stored());
    }
    return List.copyOf(all);
  }

  private static void checkFiles(List<Attachment> files) {
    if (files.size() > MOST) {
      throw new IllegalArgumentException("files: " + tooMany());
    }
    long bytes = 0;
    Set<String> names = new HashSet<>();
    for (Attachment file : files) {
      bytes += file.content().size();
      if (!names.add(file.name())) {
        throw new IllegalArgumentException(
            "files has two of the name '" + file.name() + "'; they would be one in the folder");
      }
    }
    if (bytes > Command.MOST_ATTACHED) {
      throw new IllegalArgumentException("files: " + Command.tooLarge(bytes));
    }
  }

  static String tooMany() {
    return "more than " + MOST + " files; put them into an archive that the program unpacks";
  }
}
