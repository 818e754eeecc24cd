package io.apibuddy.ports.store;

import io.apibuddy.ports.http.Body;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Stages one response while its body is received. Used by one thread, except that {@link #close}
 * may be called from any.
 *
 * <p>Nothing is visible before {@link #commit}; closing without a commit discards everything.
 */
public interface EntryWriter extends AutoCloseable {

  /**
   * Appends the remaining bytes of {@code chunk}. The caller may reuse the buffer afterwards.
   *
   * @throws StoreException if the bytes cannot be kept, also if the store is too slow ({@link
   *     StoreException.Kind#BUSY}); the entry is lost, and the writer must still be closed
   */
  void write(ByteBuffer chunk);

  /**
   * Appends immutable content, which the store may keep without copying it. The content should hold
   * no more memory than its bytes take.
   *
   * @throws StoreException as {@link #write(ByteBuffer)} does
   */
  default void write(Body.Bytes content) {
    write(content.buffer());
  }

  /**
   * Makes the entry visible to every call of {@code candidates} that begins after this method has
   * returned, and replaces the entry with the same key and variant in one step. The entry may reach
   * the disk a moment later, unless it is pinned: whoever records must know that the recording is
   * kept.
   *
   * @return false if a {@code remove} that covers the entry was called after {@code begin}; nothing
   *     was stored
   * @throws StoreException if the entry cannot be kept or its length is not the expected one;
   *     nothing was stored, except that with BUSY a pinned entry whose outcome was not known in
   *     time may still be stored
   */
  boolean commit(EntryCompletion completion);

  /**
   * Returns the entry that {@link #commit} made visible, as {@code candidates} found it at that
   * moment, with or without its content. Empty if the commit made none visible, or if this store
   * cannot tell without a look-up. Never blocks.
   */
  default Optional<StoredResponse> committed() {
    return Optional.empty();
  }

  /** Discards the entry unless it was committed; may be called again; never throws. */
  @Override
  void close();
}
