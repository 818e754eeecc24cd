package io.apibuddy.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

class OpenResourcesTest {
  private final OpenResources resources = new OpenResources(NOPLogger.NOP_LOGGER);
  private final List<String> closed = new ArrayList<>();

  @Test
  void failureToCloseOneResourceDoesNotKeepOthersOpen() {
    resources.open(() -> "first", closed::add);
    for (Throwable failure :
        List.of(
            new NoClassDefFoundError("in a jar that was replaced"),
            new IOException("of an adapter in Kotlin"))) {
      resources.open(() -> failure, OpenResourcesTest::fail);
    }
    resources.open(() -> "last", closed::add);

    resources.close();

    assertThat(closed).containsExactly("last", "first");
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void fail(Throwable failure) throws E {
    throw (E) failure;
  }
}
