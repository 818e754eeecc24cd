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
import org.jspecify.annotations.Nullable;

/**
 * Moves the content of an answer to its readers and into the store. The entry is committed before
 * its last byte, or its end, becomes visible, so that a client that has the whole answer and asks
 * again finds it stored. For use by one thread.
 */
final class ContentTransfer {

  private static final int BLOCK = 16 << 10;
  private static final byte[] NO_BLOCK = {};

  private final FillIntake intake;
  private final ReceivedAnswer answer;
  private final Spool spool;
  private final CacheConfiguration cache;
  private final GuardedResponseStore.@Nullable Staging staging;
  private byte[] block = NO_BLOCK;
  private long received;
  private boolean tooLarge;

  /**
   * Creates a transfer.
   *
   * @param intake decides what becomes of the answer in the store
   * @param staging the staged entry to write to, null if the answer is not stored
   */
  ContentTransfer(
      FillIntake intake,
      ReceivedAnswer answer,
      Spool spool,
      CacheConfiguration cache,
      GuardedResponseStore.@Nullable Staging staging) {
    this.intake = intake;
    this.answer = answer;
    this.spool = spool;
    this.cache = cache;
    this.staging = staging;
  }

  /**
   * Moves the whole content, each piece as soon as it arrives.
   *
   * @throws IOException if the content broke off; nothing is stored
   */
  void move() throws IOException, InterruptedException {
    Body body = answer.upstream().body();
    if (body instanceof Body.Bytes whole) {
      moveWhole(whole);
    } else {
      moveStream(body);
    }
  }

  private void moveWhole(Body.Bytes body) {
    take(body);
    Headers trailers = settle(body);
    spool.append(body);
    spool.finish(trailers);
  }

  private void moveStream(Body body) throws IOException, InterruptedException {
    InputStream source = body.stream();
    long length = body.length();
    Headers trailers = null;
    Body.Bytes piece;
    while (trailers == null && (piece = next(source, length)) != null) {
      take(piece);
      if (received == length && source.read() < 0) {
        trailers = settle(body);
      }
      spool.append(piece);
    }
    spool.finish(trailers == null ? settle(body) : trailers);
  }

  /**
   * Reads the next piece once there is room for it, so that a transfer that waits for a slow reader
   * holds no piece of its own. Returns null at the end.
   */
  private Body.@Nullable Bytes next(InputStream source, long length)
      throws IOException, InterruptedException {
    if (intake.isShown()) { // else nobody can read, and make room
      spool.awaitRoom();
    }
    byte[] target = block;
    if (target.length == 0) {
      target = new byte[length > 0 && length < BLOCK ? (int) length : BLOCK];
    }
    int count = source.read(target);
    if (count < 0) {
      return null;
    }
    block = count > target.length / 2 ? NO_BLOCK : target; // for events, which are small
    return new Body.Bytes(count == target.length ? target : Arrays.copyOf(target, count));
  }

  private void take(Body.Bytes piece) {
    received += piece.length();
    if (received <= cache.maxResponseSize()) {
      if (staging != null) {
        staging.write(piece);
      }
    } else if (!tooLarge) {
      tooLarge = true;
      if (staging != null) {
        staging.close(); // the rest may take long to come
      }
      intake.tooLarge();
    }
  }

  private Headers settle(Body body) {
    Headers trailers = TrailerFields.of(body);
    if (staging != null) {
      if (!tooLarge && received >= cache.minStoredSize()) {
        intake.keep(staging, trailers, answer);
      } else {
        intake.notStored(answer);
      }
    }
    intake.settled();
    return trailers;
  }
}
