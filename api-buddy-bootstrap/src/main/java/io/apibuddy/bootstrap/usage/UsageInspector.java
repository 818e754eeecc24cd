package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.ContentCoding;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.MediaType;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.http.ResponseInspector;
import io.apibuddy.ports.store.EntryCompletion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@link ResponseInspector} of the product. It finds in answers with status 200
 *
 * <ul>
 *   <li>to POST, model and tokens of language models, in a document, lines or a stream of events:
 *       those of OpenAI, Anthropic, Gemini, Cohere, Ollama, Bedrock, and of providers that answer
 *       alike;
 *   <li>in JSON, to POST and GET: failures, jobs that are still running, issued tokens, and links
 *       that expire;
 *   <li>in lines and streams, to POST: failures.
 * </ul>
 *
 * It decodes gzip; answers in other codings are not read. Safe for concurrent use.
 */
public final class UsageInspector implements ResponseInspector {
  private static final int MAX_TEXT_LENGTH = 1 << 20;

  /** The media types of content with a JSON document on each line. */
  private static final List<String> LINE_TYPES =
      List.of("application/x-ndjson", "application/ndjson", "application/jsonl");

  private static final Pattern LIFETIME =
      Pattern.compile("max-?age=\"?0*+([0-9]{1,10})", Pattern.CASE_INSENSITIVE);

  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(MAX_TEXT_LENGTH).build())
          .build();

  private final InstantSource clock;

  /**
   * Creates an inspector.
   *
   * @param clock the clock that tells which links have expired
   */
  public UsageInspector(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Inspection begin(
      String method, Supplier<String> model, ResponseHead head, @Nullable Duration lifetime) {
    Headers fields = head.headers();
    ContentCoding coding = ContentCoding.of(fields.joined("Content-Encoding"));
    if (head.status() != 200 || coding == ContentCoding.OTHER) {
      return Inspection.NOTHING;
    }
    String type = MediaType.of(fields.joined("Content-Type"));
    Usage usage = new Usage(model);
    ContentReader content = null;
    if (method.equals("POST")) {
      content = content(type, usage);
    } else if (method.equals("GET")
        && MediaType.isJson(type)
        && !isWithinStatedLifetime(fields, lifetime)) {
      content = new StatusReport(json, new SignedLinks(clock.instant()));
    }
    if (content == null) {
      return Inspection.NOTHING;
    }
    boolean packed = coding == ContentCoding.GZIP;
    return new Reading(packed ? new GzipContent(content) : content, usage);
  }

  private @Nullable ContentReader content(String type, Usage usage) {
    if (type.equals("text/event-stream")) {
      return EventStreamContent.events(json, usage);
    }
    if (type.equals("application/vnd.amazon.eventstream")) {
      return new AmazonEventStreamContent();
    }
    if (LINE_TYPES.contains(type)) {
      return EventStreamContent.lines(json, usage);
    }
    if (!MediaType.isJson(type)) {
      return null;
    }
    try {
      return new JsonContent(json, usage, new SignedLinks(clock.instant()));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  /**
   * Returns whether an answer states its own lifetime in {@code Cache-Control} and is not kept for
   * longer. It needs no inspection then.
   */
  private static boolean isWithinStatedLifetime(Headers fields, @Nullable Duration lifetime) {
    String control = fields.joined("Cache-Control");
    if (control == null || lifetime == null) {
      return false;
    }
    long seconds =
        LIFETIME
            .matcher(control)
            .results()
            .mapToLong(stated -> Long.parseLong(stated.group(1)))
            .max()
            .orElse(0);
    return seconds > 0 && lifetime.compareTo(Duration.ofSeconds(seconds)) <= 0;
  }

  /** Passes content to a reader until that fails; a reading that failed has no attributes. */
  private static final class Reading implements Inspection {
    private final Usage usage;
    private final ContentReader content;
    private boolean failed;

    Reading(ContentReader content, Usage usage) {
      this.content = content;
      this.usage = usage;
    }

    @Override
    public void take(Body.Bytes piece) {
      if (!failed && content.wantsMore()) {
        try {
          byte[] bytes = piece.toByteArray();
          content.take(bytes, 0, bytes.length);
        } catch (IOException e) {
          failed = true;
          content.abort();
        }
      }
    }

    @Override
    public boolean isWorthKeeping() {
      content.end();
      return content.isWorthKeeping();
    }

    @Override
    public @Nullable Instant usableUntil() {
      return content.usableUntil();
    }

    @Override
    public Map<String, String> attributes() {
      content.end();
      if (failed) {
        return Map.of();
      }
      if (!content.isUnfinished()) {
        return usage.attributes();
      }
      Map<String, String> found = new HashMap<>(usage.attributes());
      found.put(EntryCompletion.UNFINISHED, "true");
      return found;
    }
  }
}
