package com.example.files;

import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.StoredResponse;
import io.apibuddy.ports.store.local.Millis;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/** Content that is being written to its own file. */
final class StagedEntry implements EntryWriter {
  final EntryDraft draft;
  final Path file;
  private final FilesResponseStore store;
  private final FileChannel channel;
  private final CRC32 checksum = new CRC32();
  private long length;
  private boolean doomed;

  StagedEntry(FilesResponseStore store, EntryDraft draft, Path file) throws IOException {
    this.store = store;
    this.draft = draft;
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  public void write(ByteBuffer chunk) {
    requireOpen();
    checksum.update(chunk.duplicate());
    length += chunk.remaining();
    try {
      while (chunk.hasRemaining()) {
        channel.write(chunk);
      }
    } catch (IOException e) {
      if (!(e instanceof ClosedByInterruptException)) {
        requireOpen();
      }
      throw Guard.failure("cannot write " + file, e);
    }
  }

  @Override
  public boolean commit(EntryCompletion completion) {
    requireOpen();
    draft.requireLength(length);
    return store.commit(this, completion);
  }

  /** Returns the entry that becomes visible. */
  StoredResponse response(long number, EntryCompletion completion) {
    return draft.stored(Codec.id(number), Millis.truncated(draft.freshness()), length, completion);
  }

  long checksum() {
    return checksum.getValue();
  }

  /** Called under the store's lock when a removal has covered this entry. */
  void doom() {
    doomed = true;
  }

  boolean isDoomed() {
    return doomed;
  }

  private void requireOpen() {
    if (!channel.isOpen()) {
      throw new StoreException(StoreException.Kind.CLOSED, "the writer is closed");
    }
  }

  @Override
  public void close() {
    store.forget(this);
    try {
      channel.close();
      Files.deleteIfExists(file);
    } catch (IOException leftForTheNextStart) {
      // What has no head is deleted then.
    }
  }
}
