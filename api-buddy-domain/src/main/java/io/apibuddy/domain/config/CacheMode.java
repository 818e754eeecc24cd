package io.apibuddy.domain.config;

/** Which part store and upstream have in a mapping's exchanges; goes before request directives. */
public enum CacheMode {
  /** By the rules of the mapping's {@link CachePolicy}. */
  CACHE,
  /** From recordings; what is missing is fetched and recorded, whatever it is, for good. */
  RECORD,
  /** From what is stored, whatever its age; the upstream is never asked. */
  REPLAY,
  /** From the upstream; nothing is looked up or stored. */
  PASSTHROUGH,
  /** From the upstream; the answer is stored by the rules of the policy. */
  REFRESH;

  /** Returns whether recordings answer, of any method and age. */
  public boolean usesRecordings() {
    return this == RECORD || this == REPLAY;
  }

  /** Returns whether an upstream may be asked at all. */
  public boolean asksUpstream() {
    return this != REPLAY;
  }
}
