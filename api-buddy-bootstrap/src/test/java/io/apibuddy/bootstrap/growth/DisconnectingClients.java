package io.apibuddy.bootstrap.growth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;

/** Clients that disconnect in the middle of an answer and connect again. */
final class DisconnectingClients implements AutoCloseable {
  private final EventLoop loop = new EventLoop("quitters");
  private final int port;
  private final Supplier<String> targets;
  private final long holdTime;

  /**
   * Makes no clients yet.
   *
   * @param holdTime how long each client stays after the first byte
   */
  DisconnectingClients(int port, Supplier<String> targets, Duration holdTime) throws IOException {
    this.port = port;
    this.targets = targets;
    this.holdTime = holdTime.toNanos();
  }

  /** Opens more clients. */
  void open(int clients) {
    loop.execute(
        () -> {
          for (int i = 0; i < clients; i++) {
            new DisconnectingClient().open();
          }
        });
  }

  @Override
  public void close() {
    loop.close();
  }

  private final class DisconnectingClient extends Connection {
    private boolean answered;
    private long disconnectAt;

    DisconnectingClient() {
      super(loop);
    }

    void open() {
      loop.everyTurn(this::disconnectIfDue);
      connect(port);
    }

    @Override
    void connected() {
      answered = false;
      ask(port, targets.get());
    }

    @Override
    void received(ByteBuffer bytes) {
      if (!answered) {
        answered = true;
        disconnectAt = System.nanoTime() + holdTime;
      }
    }

    @Override
    void ended() {
      connect(port);
    }

    private void disconnectIfDue() {
      if (answered && System.nanoTime() >= disconnectAt) {
        answered = false;
        close();
        connect(port);
      }
    }
  }
}
