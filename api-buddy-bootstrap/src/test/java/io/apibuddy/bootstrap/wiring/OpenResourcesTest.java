package io.apibuddy.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

class OpenResourcesTest {
  private final OpenResources resources = new OpenResources(NOPLogger.NOP_LOGGER);
  private final List<String> closed = new ArrayList<>();

  @Test
  void whatFailsToCloseKeepsNothingElseOpen() {
    resources.open(() -> "first", closed::add);
    for (Error error :
        List.of(new NoClassDefFoundError("in a jar that was replaced"), new Error())) {
      resources.open(() -> error, OpenResourcesTest::fail);
    }
    resources.open(() -> "last", closed::add);

    resources.close();

    assertThat(closed).containsExactly("last", "first");
  }

  private static void fail(Error error) {
    throw error;
  }
}
