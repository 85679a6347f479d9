package org.labactors.internal.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibrariesTest {

  private static final Optional<String> NONE = Optional.empty();

  private static JacksonPart core(String version) {
    return new JacksonPart("jackson-core", Optional.of(version));
  }

  private static JacksonPart databind(String version) {
    return new JacksonPart("jackson-databind", Optional.of(version));
  }

  @Test
  void theClassPathOfTheBuildIsAccepted() {
    assertThatCode(Libraries::check).doesNotThrowAnyException();
  }

  @Test
  void theRecommendedVersionOfJacksonIsTheOneOfTheBuild() {
    assertThat(JacksonPart.found())
        .hasSize(6)
        .allSatisfy(part -> assertThat(part.version()).contains(JacksonPart.TESTED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.17.0", "2.22.4", "2.30.1-rc1", "3.0.0"})
  void jacksonFrom217OnIsAccepted(String version) {
    assertThat(JacksonPart.refusal(List.of(core(version), databind(version)), NONE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.9.10", "2.13.5", "2.16.9", "1.17.0", "unknown"})
  void olderJacksonIsRefusedWithWhatIsFoundNeededAndToBeWritten(String version) {
    assertThat(JacksonPart.refusal(List.of(core(version), databind(version)), NONE))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("jackson-core " + version + ", jackson-databind " + version)
                    .contains("2.17 or later")
                    .contains("com.fasterxml.jackson:jackson-bom:" + JacksonPart.TESTED));
  }

  @Test
  void partsOfDifferentMinorVersionsAreRefused() {
    assertThat(JacksonPart.refusal(List.of(core("2.19.2"), databind("2.22.4")), NONE)).isPresent();
    assertThat(JacksonPart.refusal(List.of(core("2.22.1"), databind("2.22.4")), NONE)).isEmpty();
  }

  @Test
  void aMissingPartIsRefusedByName() {
    JacksonPart missing = new JacksonPart("jackson-dataformat-cbor", NONE);

    assertThat(JacksonPart.refusal(List.of(core("2.22.4"), missing), NONE))
        .hasValueSatisfying(text -> assertThat(text).contains("jackson-dataformat-cbor missing"));
  }

  @Test
  void whatDoesNotLinkIsRefusedWithTheError() {
    assertThat(JacksonPart.refusal(List.of(core("2.22.4")), Optional.of("NoClassDefFoundError: X")))
        .hasValueSatisfying(text -> assertThat(text).contains("NoClassDefFoundError: X"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.49.0.0", "3.54.1.0", "4.0"})
  void driversOfSqliteFrom349OnAreAccepted(String version) {
    assertThat(SqliteDriver.refusal(Optional.of(version))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.8.1", "3.48.0.1", "2.99"})
  void anOlderDriverOfSqliteIsRefused(String version) {
    assertThat(SqliteDriver.refusal(Optional.of(version)))
        .hasValueSatisfying(
            text -> assertThat(text).contains("3.49 or later").contains("has " + version));
  }

  @Test
  void aClassPathWithoutTheDriverOfSqliteIsRefused() {
    assertThat(SqliteDriver.refusal(NONE))
        .hasValueSatisfying(text -> assertThat(text).contains("has none"));
    assertThat(SqliteDriver.version()).isPresent();
  }
}
