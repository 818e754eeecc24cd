package io.apibuddy.ports.store;

import io.apibuddy.ports.http.Body;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/**
 * A writer that forwards every call to another one. Subclasses override the calls whose behaviour
 * they change.
 */
public abstract class ForwardingEntryWriter implements EntryWriter {
  private final EntryWriter writer;

  /** Creates a writer that forwards to {@code writer}. */
  protected ForwardingEntryWriter(EntryWriter writer) {
    this.writer = Objects.requireNonNull(writer, "writer");
  }

  @Override
  public void write(ByteBuffer chunk) {
    writer.write(chunk);
  }

  @Override
  public void write(Body.Bytes content) {
    writer.write(content);
  }

  @Override
  public boolean commit(EntryCompletion completion) {
    return writer.commit(completion);
  }

  @Override
  public Optional<StoredResponse> committed() {
    return writer.committed();
  }

  @Override
  public void close() {
    writer.close();
  }
}
