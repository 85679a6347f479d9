package org.labactors.internal.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.labactors.command.Attachment;
import org.labactors.command.StoredContent;
import org.labactors.study.Study;

/**
 * Makes bundles. What is in them is a copy of the user's files: these may change while the study
 * runs.
 */
public final class Packer {

  /** The list of them must fit into a message. */
  private static final int MOST_PARTS = 2_000;

  /** So many parts are named where there is too much. */
  private static final int LARGEST_NAMED = 3;

  private final PartCache cache;
  private final long most;

  /**
   * Makes bundles of files in a cache.
   *
   * @param most how many bytes a bundle may have
   */
  public Packer(PartCache cache, long most) {
    this.cache = cache;
    this.most = most;
  }

  /**
   * The bundle of a study: the jars that the user names, and those that their manifests name; the
   * entries of the class path, jars or folders, that the classes of the study were loaded from; and
   * what else is sent of the class path.
   *
   * @throws BundleException if a file cannot be read, or there is too much
   * @throws IllegalArgumentException if the study cannot be written down
   */
  public Bundle pack(Study study, List<Path> jars, SentEntries sent) {
    StudyCode.withoutPlace(study).forEach(type -> requireIn(jars, type));
    Set<Path> places = new LinkedHashSet<>(ClassPath.of(jars));
    StudyCode.places(study).forEach(place -> places.add(place.toAbsolutePath().normalize()));
    places.addAll(sent.of(StudyCode.classes(study)));
    Map<String, Part> parts = new LinkedHashMap<>();
    long size = 0;
    for (Path place : places) {
      Part part = pack(place, parts);
      if (parts.putIfAbsent(part.digest(), part) == null) {
        size += part.size();
      }
      if (size > most) {
        throw tooLarge(place, most, parts);
      }
    }
    if (parts.size() > MOST_PARTS) {
      throw new BundleException(
          "the code of the study is "
              + parts.size()
              + " jars and folders, and no more than "
              + MOST_PARTS
              + " can be sent to the engines\nPut them into fewer jars, or leave some out with"
              + " lab.code.exclude.",
          null);
    }
    return new Bundle(new ArrayList<>(parts.values()));
  }

  /** Refuses a class that is in no file of its own, unless the user names a jar with it. */
  private static void requireIn(List<Path> jars, Class<?> type) {
    String file = type.getName().replace('.', '/') + ".class";
    for (Path jar : jars) {
      try (JarFile opened = new JarFile(jar.toFile())) {
        if (opened.getEntry(file) != null) {
          return;
        }
      } catch (IOException notAJar) {
        // The next one may have it.
      }
    }
    throw new BundleException(
        type.getName()
            + " was loaded from "
            + type.getResource("/" + file)
            + ", from where it cannot be sent to the engines\nMake a plain jar of the experiment and"
            + " what it needs, and name it in RecordOptions.code.",
        null);
  }

  private Part pack(Path place, Map<String, Part> before) {
    String name = String.valueOf(place.getFileName());
    try {
      if (name.endsWith(".java")) {
        throw new BundleException(
            name
                + " was compiled in memory, so its classes cannot be sent to the engines\nCompile it"
                + " into a folder of the class path: javac -d classes "
                + name,
            null);
      }
      if (!Files.isDirectory(place)) {
        if (Files.size(place) > most) {
          throw tooLarge(place, most, before);
        }
        return cache.add(name, place);
      }
      Path jar = cache.temporary();
      try {
        FolderJar.write(place, jar, most);
        return cache.take(name, jar);
      } finally {
        cache.discard(jar);
      }
    } catch (IOException failure) {
      throw new BundleException(place + " cannot be read: " + failure, failure);
    }
  }

  /**
   * The contents of a study's attached files that are not in its text.
   *
   * @throws BundleException if they cannot be kept
   * @throws IllegalArgumentException if the study cannot be written down
   */
  public List<Part> contents(Study study) {
    Map<String, Part> parts = new LinkedHashMap<>();
    for (Attachment file : StudyCode.files(study)) {
      if (file.content() instanceof StoredContent stored) {
        parts.computeIfAbsent(stored.digest(), digest -> pack(file.name(), stored));
      }
    }
    return new ArrayList<>(parts.values());
  }

  private Part pack(String name, StoredContent content) {
    Part part = new Part(name, content.digest(), content.size());
    if (cache.find(part).isPresent()) {
      return part;
    }
    Path file = cache.temporary();
    try {
      content.writeTo(file);
      return cache.take(name, file);
    } catch (IOException failure) {
      throw new BundleException(name + " cannot be written: " + failure, failure);
    } finally {
      cache.discard(file);
    }
  }

  /**
   * A text as a part.
   *
   * @param name what it is called in texts
   * @throws BundleException if it cannot be kept
   */
  public Part pack(String name, String text) {
    Path file = cache.temporary();
    try {
      Files.writeString(file, text);
      return cache.take(name, file);
    } catch (IOException failure) {
      throw new BundleException(name + " cannot be written: " + failure, failure);
    } finally {
      cache.discard(file);
    }
  }

  static BundleException tooLarge(Path place, long most) {
    return tooLarge(place, most, Map.of());
  }

  private static BundleException tooLarge(Path place, long most, Map<String, Part> parts) {
    String largest =
        parts.values().stream()
            .sorted(Comparator.comparingLong(Part::size).reversed())
            .limit(LARGEST_NAMED)
            .map(part -> part.name() + " (" + part.size() + ")")
            .collect(Collectors.joining(", "));
    return new BundleException(
        "the code of the study is too large to be sent to the engines: with "
            + place
            + " it has more than lab.code.max-size = "
            + most
            + " bytes\n"
            + (largest.isEmpty() ? "" : "The largest before it: " + largest + ".\n")
            + (Files.isDirectory(place)
                ? "Everything in a folder of the class path is sent. Make a jar of the classes, or set"
                    + " lab.code.max-size."
                : "Leave out what the experiment does not need with lab.code.exclude, or set"
                    + " lab.code.max-size."),
        null);
  }
}
