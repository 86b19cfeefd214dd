using System.Net;
using System.Net.Sockets;
using System.Text;
using Trainer.Core.Pipeline;
using Trainer.Host.Configuration;
using Trainer.Host.Observation;
using Trainer.Tests.Support;
using Xunit;

namespace Trainer.Tests.Host.Observation;

public sealed class TelemetryExportTests
{
    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Port_Scraped_ShowsTheRunningPipelines()
    {
        int port = FreePort();
        using var export = new TelemetryExport(new TelemetrySettings { Port = port });
        using var dataset = new MemoryDataset(64);
        using InputPipeline pipeline = Run(dataset, "scraped");
        using var client = new HttpClient();

        string page = await client.GetStringAsync(new Uri($"http://localhost:{port}/metrics"), Patience);

        string line = Assert.Single(page.Split('\n'), line =>
            line.StartsWith("trainer_stage_items_total{", StringComparison.Ordinal) && line.Contains("\"scraped\"", StringComparison.Ordinal)
            && line.Contains("trainer_stage_name=\"augment\"", StringComparison.Ordinal));
        Assert.Contains("} 64", line, StringComparison.Ordinal);
        Assert.Contains("# TYPE trainer_stage_time_seconds_total counter", page, StringComparison.Ordinal);
        Assert.Contains("# TYPE trainer_stage_queue_depth gauge", page, StringComparison.Ordinal);
        Assert.Contains("# TYPE trainer_stage_chunk_duration_seconds histogram", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Port_Taken_IsASettingsErrorThatNamesIt()
    {
        int port = FreePort();
        using var first = new TelemetryExport(new TelemetrySettings { Port = port });

        var error = Assert.Throws<SettingsException>(() => new TelemetryExport(new TelemetrySettings { Port = port }));

        Assert.StartsWith($"Telemetry:Port is {port}, which cannot be opened at localhost: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OtlpEndpoint_AtTheEnd_HasReceivedInstrumentsAndSpans()
    {
        int port = FreePort();
        using var collector = new HttpListener();
        collector.Prefixes.Add($"http://localhost:{port}/");
        collector.Start();
        Task<Dictionary<string, string>> received = ReceiveAsync(collector, "/v1/metrics", "/v1/traces");
        using (new TelemetryExport(new TelemetrySettings { OtlpEndpoint = $"http://localhost:{port}/" }))
        {
            using var dataset = new MemoryDataset(64);
            using InputPipeline pipeline = Run(dataset, "collected");
        }

        Dictionary<string, string> bodies = await received;
        Assert.Contains("trainer.stage.chunk.duration", bodies["/v1/metrics"], StringComparison.Ordinal);
        Assert.Contains("dataflow-trainer", bodies["/v1/metrics"], StringComparison.Ordinal);
        Assert.Contains("augment", bodies["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("collected", bodies["/v1/traces"], StringComparison.Ordinal);
    }

    private static InputPipeline Run(MemoryDataset dataset, string name)
    {
        var pipeline = new InputPipeline(dataset, null, new InputPipelineOptions { Name = name, BatchSize = 16, Epochs = 1 });
        while (pipeline.Take() is { } batch)
        {
            batch.Dispose();
        }

        return pipeline;
    }

    /// <summary>Answers requests until each of some paths was asked for; the bodies are protobuf, in which texts are as they are.</summary>
    private static async Task<Dictionary<string, string>> ReceiveAsync(HttpListener collector, params string[] paths)
    {
        var bodies = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!paths.All(bodies.ContainsKey))
        {
            HttpListenerContext context = await collector.GetContextAsync().WaitAsync(Patience);
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body, Patience);
            bodies[context.Request.Url!.AbsolutePath] = Encoding.Latin1.GetString(body.ToArray());
            context.Response.ContentType = "application/x-protobuf";
            context.Response.Close();
        }

        return bodies;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
