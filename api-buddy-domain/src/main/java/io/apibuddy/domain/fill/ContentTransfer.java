package io.apibuddy.domain.fill;

import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.content.Spool;
import io.apibuddy.domain.fields.TrailerFields;
import io.apibuddy.domain.store.GuardedResponseStore;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Moves the content of an answer to its readers and into the store. The entry is committed before
 * the last byte, or the end, is shown to anybody: who has the whole answer and asks again finds it
 * stored. For use by one thread.
 */
final class ContentTransfer {

  private static final int BLOCK = 32 << 10;

  private final Spool spool;
  private final GuardedResponseStore.@Nullable Staging staging;
  private final CacheConfiguration cache;
  private final BiConsumer<GuardedResponseStore.Staging, Headers> keep;
  private final Runnable onUnkept;
  private final Runnable onTooLarge;
  private final Runnable onSettled;
  private long received;
  private boolean tooLarge;

  /**
   * Makes one.
   *
   * @param staging what is written to, null if the answer is not stored
   * @param keep commits what was staged with its trailers, if it is still wanted
   * @param onUnkept run when an answer that was staged is whole and has a size that is not kept
   * @param onTooLarge run once, when the answer turns out to be too large to be kept
   * @param onSettled run when a lookup in the store finds the answer, or never will
   */
  ContentTransfer(
      Spool spool,
      GuardedResponseStore.@Nullable Staging staging,
      CacheConfiguration cache,
      BiConsumer<GuardedResponseStore.Staging, Headers> keep,
      Runnable onUnkept,
      Runnable onTooLarge,
      Runnable onSettled) {
    this.spool = spool;
    this.staging = staging;
    this.cache = cache;
    this.keep = keep;
    this.onUnkept = onUnkept;
    this.onTooLarge = onTooLarge;
    this.onSettled = onSettled;
  }

  /**
   * Moves all of it, each piece as soon as it comes.
   *
   * @throws IOException if it broke off: nothing is stored
   */
  void move(Body body) throws IOException, InterruptedException {
    if (body instanceof Body.Bytes whole) {
      moveWhole(whole);
    } else {
      moveStream(body);
    }
  }

  private void moveWhole(Body.Bytes body) throws InterruptedException {
    take(body);
    Headers trailers = settle(body);
    spool.append(body);
    spool.finish(trailers);
  }

  private void moveStream(Body body) throws IOException, InterruptedException {
    InputStream source = body.stream();
    long length = body.length();
    byte[] block = new byte[length > 0 && length < BLOCK ? (int) length : BLOCK];
    Headers trailers = null;
    int count;
    while (trailers == null && (count = source.read(block)) >= 0) {
      Body.Bytes piece = new Body.Bytes(Arrays.copyOf(block, count));
      take(piece);
      if (received == length && source.read() < 0) {
        trailers = settle(body);
      }
      spool.append(piece);
    }
    spool.finish(trailers == null ? settle(body) : trailers);
  }

  private void take(Body.Bytes piece) {
    received += piece.length();
    if (received <= cache.maxResponseSize()) {
      if (staging != null) {
        staging.write(piece);
      }
    } else if (!tooLarge) {
      tooLarge = true;
      onTooLarge.run();
    }
  }

  private Headers settle(Body body) {
    Headers trailers = TrailerFields.of(body);
    if (staging != null) {
      if (!tooLarge && received >= cache.leastStoredSize()) {
        keep.accept(staging, trailers);
      } else {
        onUnkept.run();
      }
    }
    onSettled.run();
    return trailers;
  }
}
