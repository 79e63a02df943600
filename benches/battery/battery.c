/* Runs a battery of TestU01 over the words of 32 bits on standard input.
 *
 *     battery BATTERY NAME [reversed]
 *
 * BATTERY is small, crush, big, or a part of Crush by the numbers of its tests, such as
 * crush:80-96. NAME is what the output calls the stream. Most tests look at the upper
 * bits of a word; with `reversed` the lowest bit comes first.
 *
 * A stream that ends before the battery does is an error (status 1), so that a
 * battery that was cut short is never taken for one that was passed. What the tests
 * say stands in the output: TestU01 has no status for a test that failed.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bbattery.h>
#include <unif01.h>

enum {
    WORDS = 1 << 14,
    /* Tests of Crush, counted from 1. */
    CRUSH = 96
};

static uint32_t buffer[WORDS];
static size_t filled, next;

/* The next word; ends the program where there is none. */
static unsigned int word(void)
{
    if (next == filled) {
        filled = fread(buffer, sizeof buffer[0], WORDS, stdin);
        next = 0;
        if (filled == 0) {
            fflush(stdout);
            fprintf(stderr, "battery: the stream ended before the battery did\n");
            exit(1);
        }
    }
    return buffer[next++];
}

/* The next word, read from its lowest bit. */
static unsigned int reversed_word(void)
{
    uint32_t x = word();
    x = ((x >> 1) & 0x55555555) | ((x & 0x55555555) << 1);
    x = ((x >> 2) & 0x33333333) | ((x & 0x33333333) << 2);
    x = ((x >> 4) & 0x0f0f0f0f) | ((x & 0x0f0f0f0f) << 4);
    x = ((x >> 8) & 0x00ff00ff) | ((x & 0x00ff00ff) << 8);
    return (x >> 16) | (x << 16);
}

/* Runs Crush's tests FIRST to LAST, told as crush:FIRST-LAST; 0 where it is not that. */
static int part_of_crush(unif01_Gen *generator, const char *part)
{
    int times[CRUSH + 1] = {0};
    int first, last, read = 0;
    sscanf(part, "crush:%d-%d%n", &first, &last, &read);
    if (read == 0 || part[read] != '\0' || first < 1 || last > CRUSH || first > last) {
        return 0;
    }
    for (int test = first; test <= last; test++) {
        times[test] = 1;
    }
    bbattery_RepeatCrush(generator, times);
    return 1;
}

int main(int count, char **arguments)
{
    int reversed = count == 4 && strcmp(arguments[3], "reversed") == 0;
    if (count != 3 && !reversed) {
        fprintf(stderr, "battery small|crush|crush:FIRST-LAST|big NAME [reversed] < stream\n");
        return 2;
    }
    const char *battery = arguments[1];
    unif01_Gen *generator =
        unif01_CreateExternGenBits(arguments[2], reversed ? reversed_word : word);
    if (strcmp(battery, "small") == 0) {
        bbattery_SmallCrush(generator);
    } else if (strcmp(battery, "crush") == 0) {
        bbattery_Crush(generator);
    } else if (strcmp(battery, "big") == 0) {
        bbattery_BigCrush(generator);
    } else if (!part_of_crush(generator, battery)) {
        fprintf(stderr, "battery: %s is not small, crush, crush:FIRST-LAST or big\n", battery);
        return 2;
    }
    unif01_DeleteExternGenBits(generator);
    return 0;
}
