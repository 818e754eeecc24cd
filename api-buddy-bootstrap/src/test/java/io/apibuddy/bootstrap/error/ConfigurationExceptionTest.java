package io.apibuddy.bootstrap.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationExceptionTest {

  @Test
  void problemsSurviveSerialisation() throws Exception {
    List<Problem> problems =
        List.of(new Problem("buddy.yaml:1:2", "cache.mode", "wrong"), Problem.general("worse"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new ConfigurationException(problems));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      ConfigurationException read = (ConfigurationException) in.readObject();
      assertThat(read.problems()).isEqualTo(problems);
      assertThat(read).hasMessage("buddy.yaml:1:2: cache.mode: wrong\nworse");
    }
  }
}
