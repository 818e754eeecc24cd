package io.apibuddy.ports.contract;

import io.apibuddy.ports.time.Pause;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A pause that takes no time but records the requested duration. Safe for concurrent use. */
public final class RecordingPause implements Pause {
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final Consumer<Duration> onPause;

  /** Creates a pause that moves no clock. */
  public RecordingPause() {
    this(duration -> {});
  }

  /**
   * Creates a pause that can move clocks.
   *
   * @param onPause called for each pause, for example to advance a {@link ManualTicker}
   */
  public RecordingPause(Consumer<Duration> onPause) {
    this.onPause = onPause;
  }

  @Override
  public void pause(Duration duration) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    pauses.add(duration);
    onPause.accept(duration);
  }

  /** Returns the pauses so far, in order. */
  public List<Duration> pauses() {
    return List.copyOf(pauses);
  }
}
