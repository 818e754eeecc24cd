package io.apibuddy.bootstrap.store;

import static io.apibuddy.ports.contract.Entries.content;
import static io.apibuddy.ports.contract.Waits.await;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OffHeapTest {
  private final OffHeap offHeap = new OffHeap();

  @Test
  void longBodyIsMovedOnceAndKeepsItsContent() {
    Body.Bytes body = new Body.Bytes(content(OffHeap.MIN_LENGTH, 1));

    Body.Bytes toDirect = offHeap.toDirect(body);

    assertThat(toDirect).isEqualTo(body);
    assertThat(isMoved(toDirect)).isTrue();
    assertThat(offHeap.toDirect(toDirect)).isSameAs(toDirect);
  }

  @Test
  void shortBodyStaysOnTheHeap() {
    Body.Bytes body = new Body.Bytes(content(OffHeap.MIN_LENGTH - 1, 1));

    assertThat(offHeap.toDirect(body)).isSameAs(body);
  }

  @Test
  void bodyStaysOnTheHeapUntilGarbageCollectionFreesRoom() {
    Body.Bytes body = new Body.Bytes(content(1 << 20, 1));
    int room = (int) (OffHeap.MAX_BYTES >> 20);
    List<Body.Bytes> held =
        IntStream.range(0, room)
            .mapToObj(i -> offHeap.toDirect(body))
            .collect(toCollection(ArrayList::new));
    assertThat(held).allMatch(OffHeapTest::isMoved);
    assertThat(offHeap.toDirect(body)).isSameAs(body);
    assertThat(held).as("still held").hasSize(room);

    held.clear();
    await()
        .until(
            () -> {
              System.gc();
              return isMoved(offHeap.toDirect(body));
            });
  }

  private static boolean isMoved(Body.Bytes body) {
    return body.buffer().isDirect();
  }
}
