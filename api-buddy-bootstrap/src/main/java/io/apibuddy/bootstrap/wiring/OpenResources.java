package io.apibuddy.bootstrap.wiring;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What was opened so far, to be closed in the opposite order. After one failure nothing more is
 * opened, however often it is asked for: a damaged store must not be tried twice. For use by one
 * thread at a time.
 */
final class OpenResources {
  private final Deque<Runnable> closings = new ArrayDeque<>();
  private final Logger logger;
  private @Nullable RuntimeException failure;

  OpenResources(Logger logger) {
    this.logger = logger;
  }

  /** Opens something and remembers how it is closed. */
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

  /** Returns why something could not be opened, null if nothing failed. */
  @Nullable RuntimeException failure() {
    return failure;
  }

  /** Closes everything, whatever fails on the way; a second call finds nothing to do. */
  void close() {
    while (!closings.isEmpty()) {
      try {
        closings.pop().run();
      } catch (Throwable e) { // of a jar that was replaced, or in Kotlin, it may be anything
        logger.warn("closing failed", e);
      }
    }
  }
}
