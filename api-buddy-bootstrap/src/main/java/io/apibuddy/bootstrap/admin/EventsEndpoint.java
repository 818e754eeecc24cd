package io.apibuddy.bootstrap.admin;

import io.apibuddy.bootstrap.meter.MetricsJson;
import io.apibuddy.bootstrap.meter.MetricsView;
import io.apibuddy.ports.admin.AdminException;
import io.apibuddy.ports.admin.AdminResponse;
import io.apibuddy.ports.http.Body;
import java.io.InputStream;

/**
 * {@code GET /admin/events}: a stream of server-sent events, one for each exchange and a summary
 * each second. It ends when the viewer's key or session is no longer valid.
 */
public final class EventsEndpoint implements Endpoint {
  private final LiveFeed feed;
  private final MetricsView metrics;

  /** Creates the endpoint: exchanges come from {@code feed}, summaries from {@code metrics}. */
  public EventsEndpoint(LiveFeed feed, MetricsView metrics) {
    this.feed = feed;
    this.metrics = metrics;
  }

  @Override
  public AdminResponse answer(Call call) throws AdminException {
    InputStream events =
        feed.subscribe(() -> MetricsJson.of(metrics.metrics(), null), call.request().admission());
    if (events == null) {
      throw new AdminException(
          503,
          "too_many_viewers",
          "Too many viewers",
          LiveFeed.MAX_VIEWERS + " clients are already reading the events; close one of them.");
    }
    return AdminResponse.of("text/event-stream", Body.Stream.of(events, -1))
        .with("X-Accel-Buffering", "no"); // nginx would buffer the events
  }
}
