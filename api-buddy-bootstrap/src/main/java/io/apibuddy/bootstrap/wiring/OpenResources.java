package io.apibuddy.bootstrap.wiring;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The resources opened so far, to be closed in reverse order. After one failure nothing more is
 * opened, whoever asks: a damaged store must not be opened twice. For use by one thread at a time.
 */
final class OpenResources {
  private final Deque<Runnable> closings = new ArrayDeque<>();
  private final Logger logger;
  private @Nullable RuntimeException failure;

  OpenResources(Logger logger) {
    this.logger = logger;
  }

  /**
   * Opens a resource and remembers how to close it.
   *
   * @throws RuntimeException the failure of {@code opening}, or the earlier one
   */
  <T> T open(Supplier<T> opening, Consumer<T> closing) {
    if (failure != null) {
      throw failure;
    }
    try {
      T opened = opening.get();
      closings.push(() -> closing.accept(opened));
      return opened;
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  /** Returns the failure that ended the opening, null if there was none. */
  @Nullable RuntimeException failure() {
    return failure;
  }

  /** Closes all resources, even if closing one fails. A second call has no effect. */
  void close() {
    while (!closings.isEmpty()) {
      try {
        closings.pop().run();
      } catch (Throwable e) { // anything, from Kotlin or a jar that was replaced
        logger.warn("closing failed", e);
      }
    }
  }
}
