using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Trainer.Host.Jobs;

/// <summary>
/// Runs a verb's work under the generic host, which owns the signals: Ctrl-C and SIGTERM cancel the work, a second
/// Ctrl-C ends the program.
/// </summary>
internal static class JobHost
{
    /// <summary>Runs the work on a thread of the pool.</summary>
    /// <param name="job">The work; returns an <see cref="ExitCode"/>.</param>
    public static async Task<int> RunAsync(Func<Terminal, CancellationToken, int> job)
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
        using IHost host = builder.Build();
        int interrupts = 0;
        using PosixSignalRegistration twice = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ =>
        {
            // The host asks the work to end; who asks a second time wants out at once.
            if (Interlocked.Increment(ref interrupts) > 1)
            {
                HardExit.Now(ExitCode.Interrupted);
            }
        });
        await host.StartAsync().ConfigureAwait(false);
        try
        {
            CancellationToken stopping =
                host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            return await Task.Run(() => job(Terminal.Process(), stopping)).ConfigureAwait(false);
        }
        finally
        {
            await host.StopAsync().ConfigureAwait(false);
        }
    }
}
