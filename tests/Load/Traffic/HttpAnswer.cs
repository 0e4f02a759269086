using System.Buffers.Text;

namespace Tracking.Load.Traffic;

/// <summary>An answer, as far as the load wants to know it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Accepted">Events that were accepted as the body says; <c>null</c> when there is no body.</param>
internal readonly record struct HttpAnswer(int Status, int? Accepted)
{
    private const int StatusPlace = 9;

    /// <summary>Reads an answer, if it is there to its end. Nothing follows it: one request is under way on a connection.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out HttpAnswer answer)
    {
        answer = default;
        var head = bytes.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        var body = bytes[(head + 4)..];
        if (!IsWhole(bytes[..head], body) || !Utf8Parser.TryParse(bytes[StatusPlace..], out int status, out _))
            return false;
        answer = new HttpAnswer(status, NumberAfter(body, "\"accepted\":"u8));
        return true;
    }

    private static bool IsWhole(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body) =>
        NumberAfter(head, "\r\nContent-Length: "u8) is { } length ? body.Length >= length : body.EndsWith("0\r\n\r\n"u8);

    private static int? NumberAfter(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        var place = text.IndexOf(name);
        return place >= 0 && Utf8Parser.TryParse(text[(place + name.Length)..], out int number, out _) ? number : null;
    }
}
