package io.apibuddy.ports.contract;

import io.apibuddy.ports.event.Notice;
import io.apibuddy.ports.spi.Notices;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Collects the notices of an adapter. Safe for concurrent use. */
public final class RecordingNotices implements Notices {
  private final List<Notice> reported = new CopyOnWriteArrayList<>();

  @Override
  public void report(Notice notice) {
    reported.add(notice);
  }

  /** Returns the notices so far, in order. */
  public List<Notice> reported() {
    return List.copyOf(reported);
  }

  /** Returns the codes of the notices so far, in order. */
  public List<String> codes() {
    return reported.stream().map(Notice::code).toList();
  }
}
