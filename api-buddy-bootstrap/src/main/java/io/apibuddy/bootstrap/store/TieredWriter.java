package io.apibuddy.bootstrap.store;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.StoredResponse;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Passes an entry to the store and keeps its bytes, if they are few, for the tier. */
final class TieredWriter implements EntryWriter {
  private final CaffeineHotTier tier;
  private final EntryDraft draft;
  private final EntryWriter writer;
  private final StagedCopy copy;

  TieredWriter(CaffeineHotTier tier, EntryDraft draft, EntryWriter writer, StagedCopy copy) {
    this.tier = tier;
    this.draft = draft;
    this.writer = writer;
    this.copy = copy;
  }

  @Override
  public void write(ByteBuffer chunk) {
    copy.append(chunk);
    writer.write(chunk);
  }

  @Override
  public void write(Body.Bytes content) {
    copy.append(content);
    writer.write(content);
  }

  @Override
  public boolean commit(EntryCompletion completion) {
    return tier.commit(draft, writer, completion, copy.content());
  }

  @Override
  public Optional<StoredResponse> committed() {
    return writer.committed();
  }

  @Override
  public void close() {
    copy.release();
    writer.close();
  }
}
