package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class ResponseOutputTest {

  private final ByteArrayEndPoint client = new ByteArrayEndPoint(new byte[0], 4);
  private final ResponseOutput output = new ResponseOutput(client);
  private final AtomicInteger ran = new AtomicInteger();

  @Test
  void idleActionRunsOnceAfterTheLastWrite() {
    output.write(Callback.NOOP, ByteBuffer.allocate(6));
    output.whenIdle(ran::incrementAndGet);
    assertThat(ran).hasValue(0);

    client.takeOutput();
    assertThat(ran).hasValue(1);
    output.write(Callback.NOOP, ByteBuffer.allocate(1));
    assertThat(ran).hasValue(1);
  }

  @Test
  void writesAreSentInTheirOrder() {
    output.write(Callback.NOOP, ascii("first "));
    output.write(Callback.from(ran::incrementAndGet), ascii("2nd "));
    output.write(Callback.from(ran::incrementAndGet), ascii("3rd"));
    StringBuilder taken = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      taken.append(client.takeOutputString());
    }

    assertThat(taken).hasToString("first 2nd 3rd");
    assertThat(ran).hasValue(2);
    assertThat(output.isFlushed()).isTrue();
  }

  @Test
  void queuedWritesFailTogetherWithTheCurrentOne() {
    IOException lost = new IOException("lost");
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      output.write(Callback.from(Callback.NOOP::succeeded, failures::add), ascii("longer"));
    }
    output.failed(lost);
    assertThat(failures).containsExactly(lost, lost, lost);
    assertThat(output.isWriting()).isFalse();
    assertThat(output.isFlushed()).isFalse();

    output.write(Callback.from(Callback.NOOP::succeeded, failures::add), ascii("more"));
    assertThat(failures).hasSize(4);
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void idleActionRunsAtOnceWithoutAWrite() {
    output.whenIdle(ran::incrementAndGet);
    assertThat(ran).hasValue(1);
  }
}
