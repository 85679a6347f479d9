import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Counts the tests in the reports of Maven's Surefire and Failsafe below a folder: a line for each
 * test that failed or was skipped, with the reason, and last the counts, "passed failed skipped".
 */
class Reports {

  private int passed;
  private int failed;
  private int skipped;

  public static void main(String... arguments) throws Exception {
    Reports reports = new Reports();
    for (Path file : filesBelow(Path.of(arguments[0]))) {
      reports.read(file.toFile());
    }
    System.out.println(reports.passed + " " + reports.failed + " " + reports.skipped);
  }

  private static List<Path> filesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().matches(".*/target/(surefire|failsafe)-reports/TEST-.*\\.xml"))
          .sorted()
          .toList();
    }
  }

  private void read(File report) throws Exception {
    NodeList tests =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(report)
            .getElementsByTagName("testcase");
    for (int i = 0; i < tests.getLength(); i++) {
      count((Element) tests.item(i));
    }
  }

  private void count(Element test) {
    for (String kind : List.of("failure", "error", "skipped")) {
      Node outcome = test.getElementsByTagName(kind).item(0);
      if (outcome instanceof Element element) {
        boolean isSkipped = kind.equals("skipped");
        skipped += isSkipped ? 1 : 0;
        failed += isSkipped ? 0 : 1;
        System.out.printf(
            "%s: %s.%s: %s%n",
            isSkipped ? "skipped" : "failed",
            test.getAttribute("classname").replaceAll(".*\\.", ""),
            test.getAttribute("name"),
            reason(element));
        return;
      }
    }
    passed++;
  }

  private static String reason(Element outcome) {
    String message = outcome.getAttribute("message");
    String text = (message.isBlank() ? outcome.getTextContent() : message).strip();
    return text.lines()
        .findFirst()
        .map(line -> line.replaceFirst("^org\\.opentest4j\\.TestAbortedException: Assumption failed: ", ""))
        .orElse("no reason given");
  }
}
