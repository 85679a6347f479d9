package org.labactors.documentation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Java of an example as a file that can be compiled: the example itself if it declares a class,
 * else a class around it, with what it takes for granted. A test is a method of that class, which
 * it calls.
 *
 * @param name the name of the class
 * @param source the file
 * @param whole whether the example is a class by itself
 */
record Program(String name, String source, boolean whole) {

  private static final Pattern TYPE =
      Pattern.compile("(?m)^(?:public )?(?:final )?(?:class|record|interface|enum) (\\w+)");

  private static final Pattern TEST = Pattern.compile("(?m)^@Test\nvoid (\\w+)\\(");

  private static final String FRAGMENT =
      """
      import akka.actor.typed.*;
      import akka.actor.typed.javadsl.*;
      import java.nio.file.*;
      import java.time.Duration;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.stream.*;
      import org.dflib.DataFrame;
      import org.junit.jupiter.api.Test;
      import org.labactors.*;
      import org.labactors.actor.*;
      import org.labactors.design.*;
      import org.labactors.experiment.*;
      import org.labactors.node.*;
      import org.labactors.notebook.*;
      import org.labactors.notebook.export.*;
      import org.labactors.protocol.*;
      import org.labactors.runfile.*;
      import org.labactors.settings.*;
      import org.labactors.study.*;
      import static org.dflib.Exp.$col;
      import static org.dflib.Exp.$double;
      import static org.junit.jupiter.api.Assertions.assertEquals;

      class %1$s {
        static Study study =
            Study.of(new Dice(100_000))
                .with("sum", Range.stepped(2L, 12L, 1L))
                .replicates(10)
                .seed(42);
        static EditableNotebook notebook;
        static String hocon = "";
        static ActorContext<?> context;

      %2$s
        public static void main(String... arguments) throws Exception {
      %3$s
        }
      }
      """;

  /**
   * The program of an example.
   *
   * @param epilogue what is done after a fragment, so that something is seen of it
   */
  static Program of(Example example, String epilogue) {
    Matcher type = TYPE.matcher(example.text());
    if (type.find()) {
      return new Program(type.group(1), example.text(), true);
    }
    String name = "Fragment" + example.line();
    Matcher test = TEST.matcher(example.text());
    String source =
        test.find()
            ? FRAGMENT.formatted(
                name, example.text(), "new " + name + "()." + test.group(1) + "();")
            : FRAGMENT.formatted(name, "", example.text() + epilogue);
    return new Program(name, source, false);
  }
}
