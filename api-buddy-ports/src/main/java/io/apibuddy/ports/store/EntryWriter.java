package io.apibuddy.ports.store;

import io.apibuddy.ports.http.Body;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Receives the body of one response that is about to be stored. Written by one thread; {@link
 * #close} may come from any.
 *
 * <p>Nothing is visible before {@link #commit}; closing without it discards all of it.
 */
public interface EntryWriter extends AutoCloseable {

  /**
   * Appends the remaining bytes of {@code chunk}, which belong to the caller again afterwards.
   *
   * @throws StoreException if they cannot be kept, also if the store is too slow ({@link
   *     StoreException.Kind#BUSY}); the entry is lost, the writer must still be closed
   */
  void write(ByteBuffer chunk);

  /**
   * Appends content that never changes, so that it can be kept as it is, without a copy: it should
   * hold no more memory than its bytes take.
   *
   * @throws StoreException as {@link #write(ByteBuffer)} does
   */
  default void write(Body.Bytes content) {
    write(content.buffer());
  }

  /**
   * Makes the entry visible to every {@code candidates} that begins after this returned, replacing
   * the one of the same key and variant in one step. It may reach the disk a moment later, unless
   * it is pinned: who has recorded something has to know that it is kept.
   *
   * @return false if a {@code remove} that covers the entry came after {@code begin}: nothing was
   *     stored
   * @throws StoreException if the entry cannot be kept or its length is not the expected one;
   *     nothing was stored; BUSY if that is not known in time of a pinned one, which may be yet
   */
  boolean commit(EntryCompletion completion);

  /**
   * Returns the entry that {@link #commit} made visible, as {@code candidates} found it at that
   * moment, with its content or without; empty if it made none visible, or this store could not
   * tell without looking. Never blocks.
   */
  default Optional<StoredResponse> committed() {
    return Optional.empty();
  }

  /** Discards what was not committed; can be called again; never throws. */
  @Override
  void close();
}
