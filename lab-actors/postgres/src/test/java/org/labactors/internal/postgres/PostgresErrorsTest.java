package org.labactors.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.notebook.NotebookException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Errors as they come from a server, by their codes. */
final class PostgresErrorsTest {

  private static final PostgresAddress ADDRESS =
      PostgresAddress.of("jdbc:postgresql://host/database");

  private static NotebookException explained(SQLException failure) {
    return PostgresErrors.explain(ADDRESS, true, failure);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"22P02", "22021", "22P05", "22003", "22001", "23502", "23514", "54000", "54001"})
  void someAreAboutTheValues(String state) {
    NotebookException explained = explained(new SQLException("why", state));

    assertThat(explained.isAboutValues()).isTrue();
    assertThat(explained)
        .hasMessage("the notebook 'jdbc:postgresql://host/database' cannot hold a value: why");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "57014", "25P02", "25P03", "25P04", "42501", "42P01", "42703", "42704", "42P07", "3F000",
        "22P03", "22P04", "23503", "P0001", "0A000", "53000", "53100", "53200", "53300", "53400",
        "54011", "55000", "55006", "55P03", "57000", "57P01", "57P02", "57P03", "57P04", "57P05",
        "58000", "58030", "58P01", "40001", "40P01", "25006", "F0000", "XX000", "XX001", "08006",
        "08P01", "28P01", "3D000", "", "no code"
      })
  void allOthersCondemnNoTrial(String state) {
    assertThat(explained(new SQLException("why", state)).isAboutValues()).isFalse();
    assertThat(explained(new SQLException("why", (String) null)).isAboutValues()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "57014", "25P03", "25P04", "53200", "53300", "53400", "55006", "57P01", "57P05", "58030",
        "40001", "25006", "08006"
      })
  void someMayPass(String state) {
    assertThat(explained(new SQLException("why", state)).isTemporary()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"_key_4d186321-c1a7-3f35-8f5c-2e6b5d8f0e52", "best_only_once"})
  void aTrialThatIsThereAlreadyIsNoFaultOfItsValues(String constraint) {
    ServerErrorMessage said =
        new ServerErrorMessage("SERROR\0C23505\0Mduplicate key\0n" + constraint + "\0");

    assertThat(explained(new PSQLException(said)).isAboutValues())
        .isEqualTo(constraint.equals("best_only_once"));
  }
}
