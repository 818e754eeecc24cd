package io.apibuddy.ports.contract;

import io.apibuddy.ports.upstream.UpstreamClient;

/**
 * All contracts that every {@link UpstreamClient} must fulfil, tested with an upstream that sends
 * raw bytes.
 */
public interface UpstreamClientContract
    extends UpstreamRequestContract,
        UpstreamResponseContract,
        UpstreamConnectionContract,
        UpstreamTrustContract {}
