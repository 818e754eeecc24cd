package io.apibuddy.ports.contract;

import io.apibuddy.ports.upstream.UpstreamClient;

/**
 * All that every {@link UpstreamClient} promises, held against an upstream that speaks raw bytes.
 */
public interface UpstreamClientContract
    extends UpstreamRequestContract,
        UpstreamResponseContract,
        UpstreamConnectionContract,
        UpstreamTrustContract {}
