namespace Tracking.Application.Collect;

/// <summary>Names an order without telling its id: the same with and without consent.</summary>
public static class OrderKeys
{
    /// <summary>The keyed hash of site and orderId.</summary>
    public static Guid Of(IHashKeys keys, string site, string orderId) => KeyedHash.OfLasting(keys.Installation, site, "order", orderId);
}
