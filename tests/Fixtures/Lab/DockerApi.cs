using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Wattshare.Fixtures.Lab;

/// <summary>The few calls of the Docker Engine API (v1.41) that the lab needs, over the engine's socket.</summary>
internal sealed class DockerApi : IDisposable
{
    private readonly HttpClient _client;

    public DockerApi(string socketPath) => _client = new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new("http://docker/v1.41/"),
        Timeout = TimeSpan.FromSeconds(60),
    };

    public async Task<bool> PingAsync() => (await _client.GetAsync(new Uri("_ping", UriKind.Relative))).IsSuccessStatusCode;

    public async Task ImportAsync(Stream tar, string repository)
    {
        using var content = new StreamContent(tar);
        content.Headers.ContentType = new("application/x-tar");
        await SendAsync(HttpMethod.Post, $"images/create?fromSrc=-&repo={repository}&tag=latest", content);
    }

    public async Task<string> CreateAsync(string name, string image, IReadOnlyDictionary<string, string> labels, IEnumerable<string> command)
    {
        var body = new JsonObject
        {
            ["Image"] = image,
            ["Cmd"] = new JsonArray([.. command.Select(word => (JsonNode)word)]),
            ["Labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))),
            ["HostConfig"] = new JsonObject { ["NetworkMode"] = "none" },
        };
        using var content = JsonContent.Create(body);
        var answer = await SendAsync(HttpMethod.Post, $"containers/create?name={name}", content);
        return answer.GetProperty("Id").GetString() ?? throw new InvalidOperationException("Docker gave no id.");
    }

    public Task StartAsync(string id) => SendAsync(HttpMethod.Post, $"containers/{id}/start", null);

    public async Task<int> PidAsync(string id)
    {
        var answer = await SendAsync(HttpMethod.Get, $"containers/{id}/json", null);
        return answer.GetProperty("State").GetProperty("Pid").GetInt32();
    }

    public Task RemoveAsync(string id) => SendAsync(HttpMethod.Delete, $"containers/{id}?force=true", null);

    public void Dispose() => _client.Dispose();

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        using var answer = await _client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");

        // An import answers with one JSON document a line; the last one is the result.
        var last = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "{}";
        return JsonElement.Parse(last);
    }
}
