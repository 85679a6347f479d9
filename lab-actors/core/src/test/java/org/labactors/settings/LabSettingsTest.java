package org.labactors.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "min-engines,             0,     0: must be at least 1",
    "slice,                   0s,    0 ms: must be more than 0",
    "slice,                   -20ms, -20 ms: must be more than 0",
    "flush-interval,          0s,    0 ms: must be more than 0",
    "commit-delay,            -1ms,  -1 ms: must not be less than 0",
    "batch-rows,              0,     0: must be at least 1",
    "batch-size,              0,     0: must be at least 1",
    "max-unconfirmed-batches, 0,     0: must be at least 1",
    "max-result-size,         0,     0: must be at least 1",
    "resend-after,            0s,    0 ms: must be more than 0",
    "pull-again-after,        0s,    0 ms: must be more than 0",
    "interrupt-grace,         0s,    0 ms: must be more than 0",
    "max-attempts,            0,     0: must be at least 1",
    "retry-recording-after,   0s,    0 ms: must be more than 0",
    "refusal-patience,        -1s,   -1000 ms: must not be less than 0",
    "code.max-size,           0,     0: must be at least 1",
    "code.patience,           0s,    0 ms: must be more than 0",
    "code.keep,               -1d,   -86400000 ms: must be more than 0",
  })
  void whatMakesNoSenseIsRefusedWithItsKeyItsValueAndTheRule(
      String key, String value, String problem) {
    Config config = with(key, value);

    assertThatThrownBy(() -> LabSettings.of(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lab." + key + " = " + problem);
  }

  @ParameterizedTest
  @CsvSource({
    "slice,                   1ms",
    "commit-delay,            0s",
    "batch-rows,              1",
    "batch-size,              1",
    "max-unconfirmed-batches, 1",
    "max-result-size,         1",
    "max-attempts,            1",
    "code.max-size,           1",
  })
  void theSmallestThatMakesSenseIsTaken(String key, String value) {
    Config config = with(key, value);

    LabSettings settings = LabSettings.of(config);

    assertThat(settings).isNotEqualTo(LabSettings.load());
  }

  @ParameterizedTest
  @CsvSource({"0, 4", "-1, 3", "-3, 1", "1, 1", "9, 9"})
  void enginesAreCountedFromTheCores(int engines, int count) {
    assertThat(LabSettings.load().withEngines(engines).enginesOn(4)).isEqualTo(count);
  }

  @Test
  void settingsThatLeaveNoEngineAreRefused() {
    LabSettings settings = LabSettings.load().withEngines(-4);

    assertThatThrownBy(() -> settings.enginesOn(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "lab.engines = -4 leaves no engine on 4 cores; at least -3 here, or 0 for every core");
  }

  private static Config with(String key, String value) {
    return ConfigFactory.load().withValue("lab." + key, ConfigValueFactory.fromAnyRef(value));
  }
}
