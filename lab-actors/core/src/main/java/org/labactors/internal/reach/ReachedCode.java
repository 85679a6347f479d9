package org.labactors.internal.reach;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.labactors.command.Attachment;
import org.labactors.command.FileContent;
import org.labactors.command.StoredContent;
import org.labactors.experiment.Experiment;
import org.labactors.internal.code.CodeJar;
import org.labactors.internal.code.CodeMapper;
import org.labactors.internal.code.StudyCode;
import org.labactors.study.Study;

/**
 * Follows the class files of an experiment to all classes that they name outside the JDK and the
 * laboratory, and to the resources whose names are constants in them. Of a program, the code is its
 * files and its command. A library, a large jar that does not hold the experiment, is taken as a
 * whole, and what else it uses is not followed.
 *
 * <p>What is named by no constant is not seen: classes that are found by reflection under a name
 * that is computed, services, native libraries, and files that are read at a place of their own.
 */
public final class ReachedCode {

  private static final Pattern RESOURCE = Pattern.compile("/?[\\w\\-]+([./][\\w\\-]+)+");
  private static final Set<String> OF_THE_LABORATORY =
      Set.of("org.labactors.command.", "org.labactors.program.");
  private static final Set<String> FILES = Set.of("file", "files");

  /** A jar of more classes, other than the experiment's own, is a library. */
  private static final int MOST_CLASSES = 300;

  /** Of a larger one the beginning is read. */
  private static final int LARGEST_RESOURCE = 64 * 1024 * 1024;

  private record Step(String name, ClassLoader loader) {}

  private final SortedMap<String, SortedMap<String, String>> parts = new TreeMap<>();
  private final Set<String> seen = new HashSet<>();
  private final Deque<Step> steps = new ArrayDeque<>();

  private final Contents contents;
  private final Set<Path> own;

  private ReachedCode(Contents contents, Set<Path> own) {
    this.contents = contents;
    this.own = own;
  }

  /**
   * The code of a study's experiment, and of its design if that is of the user's own.
   *
   * @throws IllegalArgumentException if the experiment or the design cannot be written down
   */
  public static CodeParts of(Study study) {
    try (Contents contents = new Contents()) {
      ReachedCode reached = new ReachedCode(contents, Set.copyOf(StudyCode.places(study)));
      for (Class<?> type : StudyCode.classes(study)) {
        reached.begin(type);
      }
      reached.follow();
      StudyCode.files(study).forEach(reached::addFile);
      reached.addPrograms(
          new CodeMapper(ReachedCode.class.getClassLoader())
              .write(Experiment.class, study.experiment()));
      return new CodeParts(reached.parts);
    }
  }

  private void begin(Class<?> type) {
    String name = StudyCode.written(type);
    ClassLoader loader = type.getClassLoader();
    if (name.equals(type.getName())) {
      reach(name.replace('.', '/'), loader);
    } else if (loader != null) {
      Step step = new Step(name.replace('.', '/'), loader);
      URL place = loader.getResource(step.name + ".class");
      if (place != null) {
        read(step, name, place, true);
      }
    }
  }

  private void reach(String name, @Nullable ClassLoader loader) {
    if (loader != null && !name.startsWith("java/") && seen.add(name)) {
      steps.add(new Step(name, loader));
    }
  }

  private void follow() {
    for (Step step = steps.poll(); step != null; step = steps.poll()) {
      String name = step.name.replace('/', '.');
      URL place = step.loader.getResource(step.name + ".class");
      if (place != null
          && !isOfPlatform(place)
          && !StudyCode.isOfLab(name)
          && !isInLibrary(place)) {
        read(step, name, place, false);
      }
    }
  }

  /**
   * Whether it is in a library, which is noted as a whole: reading thousands of classes takes
   * seconds.
   */
  private boolean isInLibrary(URL place) {
    try {
      Optional<Path> jar = Contents.jarOf(place);
      if (jar.isEmpty() || own.contains(jar.get()) || !contents.isLarge(jar.get(), MOST_CLASSES)) {
        return false;
      }
      String part = "library " + jar.get().getFileName();
      if (!parts.containsKey(part)) {
        parts.put(part, content(CodeJar.of(jar.get()).digest().substring(0, 16)));
      }
      return true;
    } catch (IOException | IllegalArgumentException unreadable) {
      return false;
    }
  }

  private static boolean isOfPlatform(URL place) {
    return place.getProtocol().equals("jrt");
  }

  private void read(Step step, String name, URL place, boolean lambdasOnly) {
    try {
      ClassForm whole = form(place);
      ClassForm form = lambdasOnly ? whole.lambdas() : whole;
      parts.put(name, form.members());
      form.references().classes().stream()
          .filter(each -> !lambdasOnly || !each.equals(step.name))
          .forEach(each -> reach(each, step.loader));
      form.references().texts().forEach(text -> resource(step, text));
    } catch (IOException unreadable) {
      // It is not there when the experiment runs either.
    }
  }

  private ClassForm form(URL place) throws IOException {
    byte[] bytes = contents.read(place, Integer.MAX_VALUE);
    try {
      return ClassForm.of(bytes);
    } catch (IllegalArgumentException | IndexOutOfBoundsException unknownVersion) {
      return ClassForm.ofUnknown(Sha256.shortOf(bytes));
    }
  }

  /** A text may name a resource, in full or beside the class. */
  private void resource(Step step, String text) {
    if (text.length() > 200 || !RESOURCE.matcher(text).matches()) {
      return;
    }
    String beside = step.name.substring(0, step.name.lastIndexOf('/') + 1) + text;
    String full = text.startsWith("/") ? text.substring(1) : text;
    add(step.loader, full);
    if (!text.startsWith("/")) {
      add(step.loader, beside);
    }
  }

  private void add(ClassLoader loader, String resource) {
    URL place = resource.endsWith(".class") ? null : loader.getResource(resource);
    if (place == null || isOfPlatform(place) || isFolder(place) || StudyCode.isOfLab(place)) {
      return;
    }
    try {
      byte[] bytes = contents.read(place, LARGEST_RESOURCE);
      parts.put("resource " + resource, content(Sha256.shortOf(bytes)));
    } catch (IOException noResource) {
      // A folder in a jar, for example.
    }
  }

  private static boolean isFolder(URL place) {
    try {
      return place.toString().endsWith("/")
          || (place.getProtocol().equals("file") && Files.isDirectory(Path.of(place.toURI())));
    } catch (URISyntaxException notAPath) {
      return true;
    }
  }

  private static SortedMap<String, String> content(String digest) {
    SortedMap<String, String> content = new TreeMap<>();
    content.put(CodeParts.CONTENT, digest);
    return content;
  }

  private void addFile(Attachment file) {
    FileContent content = file.content();
    String digest =
        content instanceof StoredContent stored
            ? stored.digest().substring(0, 16)
            : Sha256.shortOf(content.toString());
    parts.put("file " + file.name(), content(digest));
  }

  /** The commands of the programs in an experiment. */
  private void addPrograms(JsonNode tree) {
    String type = tree.path(CodeMapper.CLASS).asText("");
    if (tree instanceof ObjectNode node && OF_THE_LABORATORY.stream().anyMatch(type::startsWith)) {
      int number = 1;
      while (parts.containsKey(command(number))) {
        number++;
      }
      parts.put(command(number), content(Sha256.shortOf(node.deepCopy().remove(FILES).toString())));
    }
    tree.forEach(this::addPrograms);
  }

  private static String command(int number) {
    return number == 1 ? CodeParts.COMMAND : CodeParts.COMMAND + " " + number;
  }
}
