using System.Runtime.InteropServices;

namespace Metamorph.Cli;

/// <summary>
/// Ctrl+C and SIGTERM. The first asks what runs to stop where it can be gone on with; the second is left to the system, which ends the
/// process at once: files are written whole or not at all, so nothing is damaged.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private readonly Screen screen;
    private int heard;

    internal StopSignals(Screen screen)
    {
        this.screen = screen;
        registrations = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop)];
    }

    internal CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        if (Interlocked.Exchange(ref heard, 1) == 1) return;
        context.Cancel = true;
        screen.Note("stopping; once more ends at once.");
        source.Cancel();
    }
}
