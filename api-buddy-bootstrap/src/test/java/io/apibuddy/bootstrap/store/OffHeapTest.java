package io.apibuddy.bootstrap.store;

import static io.apibuddy.ports.contract.Entries.content;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apibuddy.ports.http.Body;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OffHeapTest {
  private final OffHeap offHeap = new OffHeap();

  @Test
  void aLongBodyIsMovedOnceAndStaysWhatItWas() {
    Body.Bytes body = new Body.Bytes(content(OffHeap.LONG, 1));

    Body.Bytes moved = offHeap.moved(body);

    assertThat(moved).isEqualTo(body);
    assertThat(isMoved(moved)).isTrue();
    assertThat(offHeap.moved(moved)).isSameAs(moved);
  }

  @Test
  void aShortBodyStays() {
    Body.Bytes body = new Body.Bytes(content(OffHeap.LONG - 1, 1));

    assertThat(offHeap.moved(body)).isSameAs(body);
  }

  @Test
  void whatFindsNoRoomStaysUntilOthersAreCollected() {
    Body.Bytes body = new Body.Bytes(content(1 << 20, 1));
    int room = (int) (OffHeap.BOUND >> 20);
    List<Body.Bytes> held =
        IntStream.range(0, room)
            .mapToObj(i -> offHeap.moved(body))
            .collect(toCollection(ArrayList::new));
    assertThat(held).allMatch(OffHeapTest::isMoved);
    assertThat(offHeap.moved(body)).isSameAs(body);
    assertThat(held).as("still held").hasSize(room);

    held.clear();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              System.gc();
              return isMoved(offHeap.moved(body));
            });
  }

  private static boolean isMoved(Body.Bytes body) {
    return body.buffer().isDirect();
  }
}
