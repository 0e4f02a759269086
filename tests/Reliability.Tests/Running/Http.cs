using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Tracking.Reliability.Tests.Running;

/// <summary>HTTP on loopback.</summary>
internal static class Http
{
    private const string Browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(15) };
    private static readonly HttpClient Sender = new(new SocketsHttpHandler { UseProxy = false });

    /// <summary>The status that an address answers; <c>null</c> when nobody does.</summary>
    public static async Task<int?> StatusAsync(string url)
    {
        try
        {
            using var response = await Client.GetAsync(new Uri(url));
            return (int)response.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>The status that an address answers who asks with a key.</summary>
    public static async Task<int> StatusAsync(string url, string key, string? json = null)
    {
        using var request = new HttpRequestMessage(json is null ? HttpMethod.Get : HttpMethod.Post, url);
        request.Headers.Add("X-Api-Key", key);
        if (json is not null)
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await Client.SendAsync(request);
        return (int)response.StatusCode;
    }

    /// <summary>The body that an address answers with 200, asked with a key.</summary>
    public static async Task<string> GetAsync(string url, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Add("X-Api-Key", key);
        using var response = await Client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        return body;
    }

    /// <summary>Sends the events of one request to an installation, over a connection that no other request uses meanwhile.</summary>
    /// <returns>How many were accepted; the answer must be 202.</returns>
    public static async Task<int> SendEventsAsync(string url, string key, HttpContent events)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{url}/v1/events") { Content = events };
        request.Headers.Add("X-Api-Key", key);
        request.Headers.Add("User-Agent", Browser);
        using var response = await Sender.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, body);
        using var answer = JsonDocument.Parse(body);
        return answer.RootElement.GetProperty("accepted").GetInt32();
    }

    /// <summary>
    /// An address with a port that is free. It lies below the range from which outgoing connections take theirs: a client that tries a
    /// dead port of that range again and again at last connects to itself.
    /// </summary>
    public static string FreeUrl()
    {
        while (true)
        {
            var port = Random.Shared.Next(10_000, 16_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return $"http://127.0.0.1:{port}";
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }
}
