namespace Tracking.Application.Collect;

/// <summary>Names a message without telling its id: by it a repetition is known, also after the event is gone.</summary>
public static class MessageKeys
{
    /// <summary>The keyed hash of site and messageId.</summary>
    public static Guid Of(IHashKeys keys, string site, string messageId) => KeyedHash.OfLasting(keys.Installation, site, "message", messageId);
}
