package io.apibuddy.ports.contract;

import io.apibuddy.ports.time.Pause;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A pause that takes no time: it records how long was asked for. Safe for concurrent use. */
public final class RecordingPause implements Pause {
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final Consumer<Duration> onPause;

  /** Makes a pause after which no clock has moved. */
  public RecordingPause() {
    this(duration -> {});
  }

  /**
   * Makes a pause that lets clocks move.
   *
   * @param onPause told of each pause, for example to advance a {@link ManualTicker}
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
