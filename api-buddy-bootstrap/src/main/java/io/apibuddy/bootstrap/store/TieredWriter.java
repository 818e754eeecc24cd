package io.apibuddy.bootstrap.store;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryWriter;
import io.apibuddy.ports.store.ForwardingEntryWriter;
import java.nio.ByteBuffer;

/** Passes an entry to the store and keeps a copy of short content for the hot tier. */
final class TieredWriter extends ForwardingEntryWriter {
  private final CaffeineHotTier tier;
  private final EntryDraft draft;
  private final EntryWriter writer;
  private final StagedCopy copy;

  TieredWriter(CaffeineHotTier tier, EntryDraft draft, EntryWriter writer, StagedCopy copy) {
    super(writer);
    this.tier = tier;
    this.draft = draft;
    this.writer = writer;
    this.copy = copy;
  }

  @Override
  public void write(ByteBuffer chunk) {
    copy.append(chunk);
    super.write(chunk);
  }

  @Override
  public void write(Body.Bytes content) {
    copy.append(content);
    super.write(content);
  }

  @Override
  public boolean commit(EntryCompletion completion) {
    return tier.commit(draft, writer, completion, copy.content());
  }

  @Override
  public void close() {
    copy.release();
    super.close();
  }
}
