package io.apibuddy.bootstrap.fakes;

import io.apibuddy.ports.spi.AdapterContext;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Records what the fakes did and sets what they will do. Static, since the service loader creates
 * the fakes: each test begins with {@link #reset}.
 */
public final class Journal {
  private static final List<String> STEPS = new CopyOnWriteArrayList<>();
  private static volatile Callable<Integer> binding = () -> 4711;
  private static volatile Runnable opening = () -> {};
  private static volatile @Nullable AdapterContext lastContext;

  private Journal() {}

  /** Restores the initial state. */
  public static void reset() {
    STEPS.clear();
    binding = () -> 4711;
    opening = () -> {};
    lastContext = null;
  }

  /** Returns what was done, in order. */
  public static List<String> steps() {
    return List.copyOf(STEPS);
  }

  /** Sets the outcome of the front end's start. */
  public static void onBinding(Callable<Integer> outcome) {
    binding = outcome;
  }

  /** Sets an action for the opening of the storage. */
  public static void onOpening(Runnable action) {
    opening = action;
  }

  /** Returns the context with which the storage was opened last, null if it was not. */
  public static @Nullable AdapterContext storageContext() {
    return lastContext;
  }

  static void step(String step) {
    STEPS.add(step);
  }

  static int bind() throws IOException {
    try {
      return binding.call();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static void openStorage(AdapterContext context) {
    lastContext = context;
    opening.run();
    step("storage open");
  }
}
